/** Both elements in one file: what a page loads as `/embed/v1/bookinda.js`. */
import './ticket-form/define.js';
import './package-card/define.js';
