/** How a desk handles what requesters attach. */
export interface FileSettings {
  /** Pictures of customers and visitors lose what a camera wrote into them (place, time, device) before they are stored. */
  removesPictureData: boolean;
}
