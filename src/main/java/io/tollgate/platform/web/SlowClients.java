package io.tollgate.platform.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.stereotype.Component;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/**
 * Hangs up on clients that send a request so slowly that they only keep a connection busy (slow-loris, slow-post). Reactor
 * Netty's own request timeout does not count headers, nor a body that nobody reads any more. Connections that rest between
 * requests are closed by {@code server.netty.idle-timeout}.
 */
@Component
class SlowClients implements NettyServerCustomizer {

    private final SlowClientsProperties limits;

    SlowClients(SlowClientsProperties limits) {
        this.limits = limits;
    }

    @Override
    public HttpServer apply(HttpServer server) {
        return server.doOnChannelInit((_, channel, _) -> watch(channel));
    }

    private void watch(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.get(NettyPipeline.HttpCodec) != null) {
            RequestDeadlines deadlines = new RequestDeadlines(limits);
            pipeline.addBefore(NettyPipeline.HttpCodec, "tollgate.deadlines", deadlines);
            pipeline.addAfter(NettyPipeline.HttpCodec, "tollgate.requests", deadlines.behindCodec());
        }
    }
}
