// @ts-check
// The first button of the page ログイン: 外国人本人・その他.
import { authenticate } from "/openjpki.js";
import { offer } from "/static/ceremony.js";

offer(authenticate, "/sign-in");
