package io.tollgate.platform.db;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/**
 * Loops whose connections notice that the other side is gone without a word: a host that died, a standby that took over its address,
 * a firewall that forgot. Linux by itself goes on sending for a quarter of an hour (tcp_retries2), and PostgreSQL's own time limits
 * are limits of a server that is no more. Without native epoll the kernel's times stay.
 */
final class WatchedLoops implements LoopResources {

    /** Sent and not confirmed. */
    static final Duration UNCONFIRMED = Duration.ofSeconds(10);

    /** Nothing heard: from then on it is asked. */
    private static final int SILENT_SECONDS = 10;

    private static final int ASK_EVERY_SECONDS = 3;
    private static final int ASK_TIMES = 3;

    private final LoopResources loops;

    WatchedLoops(LoopResources loops) {
        this.loops = loops;
    }

    @Override
    public <C extends Channel> C onChannel(Class<C> type, EventLoopGroup group) {
        C channel = loops.onChannel(type, group);
        if (channel instanceof EpollSocketChannel socket) {
            socket.config().setOption(EpollChannelOption.TCP_USER_TIMEOUT, Math.toIntExact(UNCONFIRMED.toMillis()));
            socket.config().setOption(EpollChannelOption.TCP_KEEPIDLE, SILENT_SECONDS);
            socket.config().setOption(EpollChannelOption.TCP_KEEPINTVL, ASK_EVERY_SECONDS);
            socket.config().setOption(EpollChannelOption.TCP_KEEPCNT, ASK_TIMES);
        }
        return channel;
    }

    @Override
    public <C extends Channel> Class<? extends C> onChannelClass(Class<C> type, EventLoopGroup group) {
        return loops.onChannelClass(type, group);
    }

    @Override
    public EventLoopGroup onClient(boolean useNative) {
        return loops.onClient(useNative);
    }

    @Override
    public EventLoopGroup onServer(boolean useNative) {
        return loops.onServer(useNative);
    }

    @Override
    public EventLoopGroup onServerSelect(boolean useNative) {
        return loops.onServerSelect(useNative);
    }

    @Override
    public boolean daemon() {
        return loops.daemon();
    }

    @Override
    public boolean isDisposed() {
        return loops.isDisposed();
    }

    @Override
    public void dispose() {
        loops.dispose();
    }

    @Override
    public Mono<Void> disposeLater(Duration quietPeriod, Duration timeout) {
        return loops.disposeLater(quietPeriod, timeout);
    }
}
