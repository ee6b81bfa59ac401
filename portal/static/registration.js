// @ts-check
// The first button of the top page: 外国人本人・その他.
import { register } from "/openjpki.js";
import { offer } from "/static/ceremony.js";

offer(register, "/registration");
