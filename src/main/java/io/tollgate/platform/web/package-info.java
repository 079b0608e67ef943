/** What every route shares: problem documents, error codes, body decoding and validation, paging, request ids. */
@NullMarked
package io.tollgate.platform.web;

import org.jspecify.annotations.NullMarked;
