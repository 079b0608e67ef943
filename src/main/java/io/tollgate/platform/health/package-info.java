/** Whether this node can do its work: what it depends on, asked in bounded time. */
@NullMarked
package io.tollgate.platform.health;

import org.jspecify.annotations.NullMarked;
