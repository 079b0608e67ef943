package io.tollgate.billing.webhook;

import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Function;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

/** Gives a connection the addresses that {@link Destinations} has just looked at, and no others. */
final class CheckedResolver extends AddressResolverGroup<InetSocketAddress> {

    private final Destinations destinations;

    CheckedResolver(Destinations destinations) {
        this.destinations = destinations;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new Resolver(executor);
    }

    private final class Resolver extends AbstractAddressResolver<InetSocketAddress> {

        Resolver(EventExecutor executor) {
            super(executor, InetSocketAddress.class);
        }

        /** An address that was written as such is looked at like any other. */
        @Override
        protected boolean doIsResolved(InetSocketAddress address) {
            return false;
        }

        @Override
        protected void doResolve(InetSocketAddress unresolved, Promise<InetSocketAddress> promise) {
            resolve(unresolved, promise, List::getFirst);
        }

        @Override
        protected void doResolveAll(InetSocketAddress unresolved, Promise<List<InetSocketAddress>> promise) {
            resolve(unresolved, promise, all -> all);
        }

        private <T> void resolve(
                InetSocketAddress unresolved, Promise<T> promise, Function<List<InetSocketAddress>, T> choice) {
            Disposable _ = Schedulers.boundedElastic().schedule(() -> {
                try {
                    promise.trySuccess(choice.apply(checked(unresolved)));
                } catch (RuntimeException e) {
                    promise.tryFailure(e);
                }
            });
        }

        private List<InetSocketAddress> checked(InetSocketAddress unresolved) {
            List<InetAddress> addresses = destinations.addresses(unresolved.getHostString());
            return addresses.stream()
                    .map(address -> new InetSocketAddress(address, unresolved.getPort()))
                    .toList();
        }
    }
}
