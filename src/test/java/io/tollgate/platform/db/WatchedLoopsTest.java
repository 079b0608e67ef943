package io.tollgate.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.ChannelConfig;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpClient;
import reactor.netty.tcp.TcpServer;

class WatchedLoopsTest {

    @Test
    void haveTheKernelGiveUpAServerThatIsGoneWithoutAWord() {
        assumeTrue(Epoll.isAvailable(), "the kernel's times can be set on Linux only");
        DisposableServer server = TcpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((_, _) -> Mono.never())
                .bindNow();
        LoopResources loops = new WatchedLoops(LoopResources.create("watched", 1, true));
        Connection connection = TcpClient.create()
                .host("127.0.0.1")
                .port(server.port())
                .runOn(loops)
                .connectNow();
        try {
            ChannelConfig config = connection.channel().config();
            assertThat(config.getOption(EpollChannelOption.TCP_USER_TIMEOUT)).isEqualTo(10_000);
            assertThat(config.getOption(EpollChannelOption.TCP_KEEPIDLE)).isEqualTo(10);
            assertThat(config.getOption(EpollChannelOption.TCP_KEEPINTVL)
                            * config.getOption(EpollChannelOption.TCP_KEEPCNT))
                    .isLessThan(10);
        } finally {
            connection.disposeNow();
            server.disposeNow();
            loops.dispose();
        }
    }
}
