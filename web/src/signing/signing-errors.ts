/** Why nothing was signed. In a file of their own: screens know them before any cryptography is loaded. */

/** The device did not confirm, or cannot. */
export class PasskeyRefused extends Error {}
/** The signing password was wrong. */
export class WrongPassword extends Error {}
/** What the server prepared is not what is on screen. */
export class NotWhatWasSeen extends Error {}
