package io.tollgate.billing.engine;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Usage that comes to more than can be asked for. A run parks its subscription; whoever else comes to it is told. */
final class Unratable {

    private static final Logger LOG = LoggerFactory.getLogger(Unratable.class);

    private Unratable() {}

    static boolean is(Throwable fault) {
        return fault instanceof ArithmeticException || fault instanceof IllegalArgumentException;
    }

    /** 409 {@code cannot_be_rated}. */
    static ApiException refusal(Throwable fault) {
        LOG.warn("What was asked for cannot be rated", fault);
        return new ApiException(ErrorCode.CANNOT_BE_RATED);
    }
}
