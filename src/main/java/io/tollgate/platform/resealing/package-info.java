/** Encrypts what is stored anew when the deployment's secret has changed, and tells when the one of before is needed no more. */
@NullMarked
package io.tollgate.platform.resealing;

import org.jspecify.annotations.NullMarked;
