import { onePressOneAct } from '../platform/one-press.js';
import { adoptTints } from './look/tints.js';
import './passed-ticket/passed-ticket-page.js';

adoptTints();
onePressOneAct(window);
