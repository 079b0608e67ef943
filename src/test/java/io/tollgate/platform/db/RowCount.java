package io.tollgate.platform.db;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Connections that count how many rows their largest result has. */
public final class RowCount {

    private final AtomicInteger most = new AtomicInteger();
    private final ConnectionFactory counting;

    public RowCount(ConnectionFactory real) {
        this.counting = over(ConnectionFactory.class, real);
    }

    public ConnectionFactory counting() {
        return counting;
    }

    public int most() {
        return most.get();
    }

    private <T> T over(Class<T> type, T real) {
        InvocationHandler handler = (_, method, arguments) -> {
            try {
                return seen(method.invoke(real, arguments));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private Object seen(Object answer) {
        return switch (answer) {
            case Statement statement -> over(Statement.class, statement);
            case Mono<?> one -> one.map(this::each);
            case Publisher<?> many -> Flux.from(many).map(this::each);
            case null, default -> answer;
        };
    }

    private Object each(Object element) {
        return switch (element) {
            case Connection connection -> over(Connection.class, connection);
            case Result result -> counted(result);
            default -> element;
        };
    }

    private Result counted(Result result) {
        AtomicInteger rows = new AtomicInteger();
        return result.filter(segment -> {
            if (segment instanceof Result.RowSegment) {
                most.accumulateAndGet(rows.incrementAndGet(), Math::max);
            }
            return true;
        });
    }
}
