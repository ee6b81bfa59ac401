// @ts-check
// The button that reads a renewed card.
import { register } from "/openjpki.js";
import { offer } from "/static/ceremony.js";

offer(register, "/card");
