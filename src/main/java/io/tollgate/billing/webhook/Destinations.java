package io.tollgate.billing.webhook;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Decides where webhooks may go: when an endpoint is made, before each request, and once more for the very address that a
 * connection is made to, so that a name which meanwhile points elsewhere (DNS rebinding) leads nowhere.
 */
@Component
class Destinations {

    private static final int MAX_LENGTH = 2_000;

    private final WebhookProperties properties;
    private final PortRanges ports;
    private final PublicAddresses open;
    private final HostLookup lookup;

    Destinations(WebhookProperties properties, HostLookup lookup) {
        this.properties = properties;
        this.ports = PortRanges.parse(properties.ports());
        this.open = PublicAddresses.and(properties.allowedNetworks());
        this.lookup = lookup;
    }

    /** Looks at the URL, then at the addresses of its host. Errors with {@link RefusedAddress}. */
    Mono<URI> check(String url) {
        return Mono.fromCallable(() -> {
                    URI uri = parse(url);
                    List<InetAddress> _ = addresses(uri.getHost());
                    return uri;
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    /** The URL by itself, without asking DNS. */
    URI parse(String url) {
        if (url.length() > MAX_LENGTH) {
            throw new RefusedAddress("Must have at most " + MAX_LENGTH + " characters");
        }
        URI uri = uri(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(scheme.equals("http") && properties.allowHttp())) {
            throw new RefusedAddress("Must begin with https://");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new RefusedAddress("Must have a host, and neither user information nor a fragment");
        }
        if (!ports.contains(port(uri, scheme))) {
            throw new RefusedAddress("This port is not allowed");
        }
        return uri;
    }

    /** All of them are public, or none is used. Blocks. */
    List<InetAddress> addresses(String host) {
        InetAddress[] found = find(host);
        for (InetAddress address : found) {
            if (!open.contains(address)) {
                throw new RefusedAddress("The address " + address.getHostAddress() + " is not allowed");
            }
        }
        return List.of(found);
    }

    private InetAddress[] find(String host) {
        try {
            return lookup.of(bare(host));
        } catch (UnknownHostException _) {
            throw new RefusedAddress("The host " + host + " has no address");
        }
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException _) {
            throw new RefusedAddress("Is no URL");
        }
    }

    private static int port(URI uri, String scheme) {
        int standard = scheme.equals("https") ? 443 : 80;
        return uri.getPort() == -1 ? standard : uri.getPort();
    }
}
