/** What administrators see of users and do to them. */
@NullMarked
package io.tollgate.admin.users;

import org.jspecify.annotations.NullMarked;
