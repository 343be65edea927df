import { adoptTints } from './look/tints.js';
import './shell/console-app.js';

adoptTints();
