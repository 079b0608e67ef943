package io.tollgate.stripeemulator;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * The emulated Stripe account: what every resource needs.
 *
 * @param decliningCustomers ids of customers whose card is refused from now on
 * @param askingCustomers ids of customers whose bank wants each charge confirmed by them from now on
 * @param baseUrl where the hosted pages are, without a trailing slash
 */
record Account(
        Store store,
        Ids ids,
        EmulatorClock clock,
        Events events,
        Set<String> decliningCustomers,
        Set<String> askingCustomers,
        BaseUrl baseUrl) {
    static final String API_VERSION = "2026-07-29.dahlia";

    /** Known once the server listens. */
    static final class BaseUrl {
        private String value = "";

        void set(String url) {
            value = url;
        }

        @Override
        public String toString() {
            return value;
        }
    }

    static Account open(EmulatorClock clock, Ids ids) {
        var store = new Store();
        return new Account(
                store, ids, clock, new Events(store, ids, clock), new HashSet<>(), new HashSet<>(), new BaseUrl());
    }

    /** Stores a new object and writes its event. */
    ObjectNode create(ObjectNode object, String event) {
        store.add(object);
        events.emit(event, object);
        return object;
    }

    /** Changes an object and writes the event with the previous values; nothing changed, no event. */
    ObjectNode change(ObjectNode object, String event, Runnable change) {
        var before = object.deepCopy();
        change.run();
        events.changed(event, before, object);
        return object;
    }
}
