package io.tollgate.platform.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes one connection when a request on it has begun but does not go on to its end in time. It stands before the codec, where
 * bytes are seen, and {@link #behindCodec()} behind it, where requests are. A timer is set only for what does not arrive in one
 * piece, so an ordinary request costs nothing.
 */
final class RequestDeadlines extends ChannelInboundHandlerAdapter {

    private final SlowClientsProperties limits;
    private Expected expected = Expected.REQUEST;
    private long bodyBytes;
    private @Nullable Future<?> closing;

    RequestDeadlines(SlowClientsProperties limits) {
        this.limits = limits;
    }

    private enum Expected {
        REQUEST,
        HEADERS,
        BODY
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        if (expected == Expected.REQUEST) {
            expected = Expected.HEADERS;
        }
        context.fireChannelRead(bytes);
        if (expected != Expected.REQUEST && closing == null && context.channel().isActive()) {
            Duration limit = expected == Expected.HEADERS ? limits.headers() : limits.body();
            closing = context.executor().schedule(() -> context.close(), limit.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        expect(Expected.REQUEST);
        context.fireChannelInactive();
    }

    ChannelInboundHandler behindCodec() {
        return new ChannelInboundHandlerAdapter() {

            @Override
            public void channelRead(ChannelHandlerContext context, Object part) {
                if (part instanceof HttpRequest) {
                    expect(Expected.BODY);
                }
                boolean tooMuch = part instanceof HttpContent content && exceeds(content);
                if (part instanceof LastHttpContent) {
                    expect(Expected.REQUEST);
                }
                context.fireChannelRead(part);
                if (tooMuch) {
                    context.close();
                }
            }
        };
    }

    private boolean exceeds(HttpContent content) {
        bodyBytes += content.content().readableBytes();
        return bodyBytes > limits.discard().toBytes();
    }

    private void expect(Expected next) {
        expected = next;
        bodyBytes = 0;
        Future<?> pending = closing;
        closing = null;
        if (pending != null) {
            pending.cancel(false);
        }
    }
}
