/** What the OpenAPI document says of every route alike: its errors, its examples, whether it wants a token. */
@NullMarked
package io.tollgate.platform.openapi;

import org.jspecify.annotations.NullMarked;
