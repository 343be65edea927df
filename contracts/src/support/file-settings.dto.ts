import { IsBoolean } from 'class-validator';
import type { FileSettings } from './file-settings.js';

/** All of the settings anew. */
export class ChangeFileSettings implements FileSettings {
  /** Pictures of customers and visitors lose what a camera wrote into them before they are stored. */
  @IsBoolean()
  removesPictureData!: boolean;
}
