export { SignedOutPage } from './SignedOutPage';
export { SignInPage } from './SignInPage';
