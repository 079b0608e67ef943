/** Mails: rendered from html and text templates, sent by a job. */
@NullMarked
package io.tollgate.platform.mail;

import org.jspecify.annotations.NullMarked;
