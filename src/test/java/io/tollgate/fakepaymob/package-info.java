/** Paymob in one small server: enough of it to open a page, pay on it, be told by signed callbacks, ask and give back. */
@NullMarked
package io.tollgate.fakepaymob;

import org.jspecify.annotations.NullMarked;
