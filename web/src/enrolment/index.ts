export { ChangePassword } from './change-password.tsx';
export { PasskeyEnrolment } from './passkey-enrolment.tsx';
export { TotpEnrolment } from './totp-enrolment.tsx';
