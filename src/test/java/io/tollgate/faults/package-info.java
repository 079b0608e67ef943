/** Makes servers fail on demand. */
package io.tollgate.faults;
