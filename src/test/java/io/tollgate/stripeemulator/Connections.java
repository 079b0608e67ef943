package io.tollgate.stripeemulator;

import io.netty.channel.ChannelOption;
import reactor.netty.Connection;

/** Breaks connections. */
final class Connections {
    private Connections() {}

    /** Closes with a TCP reset instead of an orderly end. */
    static void reset(Connection connection) {
        connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        connection.channel().close();
    }
}
