import { RedeemSession as S } from './redeem-session.js';
export const planted = S;
