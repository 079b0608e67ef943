package io.tollgate.platform.redis;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/** Redis is down, too slow or has too much waiting. Unless somebody knows better, the request is answered 503. */
public final class RedisUnavailable extends DataAccessResourceFailureException {

    private static final long serialVersionUID = 1L;

    RedisUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** It is thrown for each request of an outage and says nothing about the code. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
