package io.tollgate.auth.serviceaccount;

import io.tollgate.platform.redis.RedisChannel;
import io.tollgate.platform.redis.RedisChannels;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/** Tells the other nodes at once which account has changed. What Redis loses, they find in the database within a second. */
@Component
class AccountNews implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(AccountNews.class);

    private final RedisChannel channel;
    private final KnownAccounts known;
    private volatile Disposable listening = Disposables.disposed();

    AccountNews(RedisChannels channels, KnownAccounts known) {
        this.channel = channels.open("service-accounts");
        this.known = known;
    }

    /** Never fails. To be called after the transaction. */
    Mono<Void> tell(UUID changed) {
        return Mono.defer(() -> {
            known.drop(List.of(changed));
            return channel.publish(changed.toString())
                    .doOnError(fault -> log.debug("A changed account goes by the database alone: {}", fault.toString()))
                    .onErrorComplete();
        });
    }

    @Override
    public void start() {
        listening = channel.messages().subscribe(this::heard);
    }

    @Override
    public void stop() {
        listening.dispose();
    }

    @Override
    public boolean isRunning() {
        return !listening.isDisposed();
    }

    @Override
    public int getPhase() {
        return 0;
    }

    private void heard(String message) {
        try {
            known.drop(List.of(UUID.fromString(message)));
        } catch (IllegalArgumentException _) {
            log.warn("Heard of a service account that cannot be read");
        }
    }
}
