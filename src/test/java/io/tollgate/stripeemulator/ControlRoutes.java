package io.tollgate.stripeemulator;

import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The controls over HTTP, under {@code /_emulator/}: see the package's documentation. */
final class ControlRoutes {
    private final Machine machine;

    ControlRoutes(Machine machine) {
        this.machine = machine;
    }

    Answer answer(Request request) {
        try {
            var body = request.body().isBlank() ? Json.object() : Json.object(request.body());
            var parts = List.of(request.path().substring("/_emulator/".length()).split("/"));
            return Answer.json(200, request.isPost() ? order(parts, body) : show(parts));
        } catch (StripeFailure refused) {
            return Answer.json(409, refused.body());
        } catch (RuntimeException mistake) {
            return Answer.json(400, Json.object().put("error", mistake.toString()));
        }
    }

    private ObjectNode show(List<String> parts) {
        return switch (parts.getFirst()) {
            case "requests" -> ControlViews.requests(machine.api().received);
            case "deliveries" -> ControlViews.deliveries(machine.sender());
            case "clock" -> clock();
            case "events" ->
                Listing.list("/_emulator/events", machine.account().store().newestFirst(Events.KIND), false);
            default -> throw unknown(parts);
        };
    }

    private ObjectNode order(List<String> parts, ObjectNode body) {
        return switch (parts.getFirst()) {
            case "faults" -> faults(parts, body);
            case "requests" -> done(machine.api().received::clear);
            case "webhooks" -> webhooks(parts.get(1), body);
            case "checkout" -> checkout(parts.get(1), parts.get(2), body);
            case "customers" -> done(() -> card(parts.get(1), body));
            case "invoices" -> invoice(parts.get(1), parts.get(2), body);
            case "dunning" -> done(() -> machine.dunning().afterRetries(Json.string(body, "after_retries")));
            case "refunds" -> done(() -> machine.refunds().fail(parts.get(1)));
            case "charges" -> charge(parts.get(1), parts.get(2), body);
            case "disputes" -> machine.disputes().close(parts.get(1), Json.flag(body, "won") ? "won" : "lost");
            case "subscriptions" -> machine.setStatus(parts.get(1), Json.string(body, "status"));
            case "clock" -> {
                machine.timeline().advance(Duration.ofSeconds(Json.number(body, "seconds")));
                yield clock();
            }
            default -> throw unknown(parts);
        };
    }

    private ObjectNode faults(List<String> parts, ObjectNode body) {
        if (parts.size() > 1 && parts.get(1).equals("clear")) {
            return done(machine.api().faults::clear);
        }
        return done(() -> machine.api().faults.add(ControlViews.fault(body)));
    }

    private ObjectNode webhooks(String action, ObjectNode body) {
        var sender = machine.sender();
        return done(() -> {
            switch (action) {
                case "hold" -> sender.hold();
                case "release" -> release(body);
                case "discard" -> {
                    var _ = sender.discardHeld();
                }
                case "drop" -> sender.drop(body.path("drop").asBoolean(true));
                case "lose" -> sender.lose(Duration.ofMinutes(Json.number(body, "minutes")));
                case "delay" -> sender.delay(Duration.ofMillis(Json.number(body, "ms")), Json.number(body, "seed"));
                case "copies" -> sender.copies((int) Json.number(body, "times"));
                case "resend" -> sender.resend(Json.string(body, "event"));
                case "endpoint" -> addEndpoint(body);
                default -> throw new IllegalArgumentException("No such webhook control: " + action);
            }
        });
    }

    private void release(ObjectNode body) {
        if (body.path("seed").isNumber()) {
            machine.sender().releaseShuffled(Json.number(body, "seed"));
        } else {
            machine.sender().release(texts(body.path("order")));
        }
    }

    private void addEndpoint(ObjectNode body) {
        var _ = machine.endpoints().deliverTo(Json.string(body, "url"), texts(body.path("secrets")));
    }

    private ObjectNode checkout(String session, String action, ObjectNode body) {
        var checkout = machine.checkout();
        return switch (action) {
            case "pay" -> checkout.pay(session, Json.text(body, "email"));
            case "decline" -> checkout.decline(session);
            case "no_card" -> checkout.startWithoutCard(session);
            case "pay_later" ->
                checkout.payLater(
                        session, Json.text(body, "email"), body.path("status").asString("active"));
            case "settle" -> checkout.settle(session, body.path("accepted").asBoolean(true));
            case "expire" -> machine.sessions().expire(session);
            default -> throw new IllegalArgumentException("No such checkout control: " + action);
        };
    }

    private void card(String customer, ObjectNode body) {
        if (body.has("declines")) {
            machine.cardDeclines(customer, Json.flag(body, "declines"));
        }
        if (body.has("saved")) {
            var _ = machine.intents().saveCard(customer);
        }
        if (body.has("asks")) {
            machine.cardAsks(customer, Json.flag(body, "asks"));
        }
    }

    private ObjectNode invoice(String id, String action, ObjectNode body) {
        return switch (action) {
            case "pay" -> machine.payInvoice(id);
            case "confirm" -> machine.confirmInvoice(id, body.path("accepted").asBoolean(true));
            default -> throw new IllegalArgumentException("No such invoice control: " + action);
        };
    }

    private ObjectNode charge(String id, String action, ObjectNode body) {
        return switch (action) {
            case "dispute" ->
                machine.disputes().open(id, null, body.path("reason").asString("fraudulent"));
            case "refund" -> machine.refunds().giveBack(id, body.has("amount") ? Json.number(body, "amount") : null);
            default -> throw new IllegalArgumentException("No such charge control: " + action);
        };
    }

    private ObjectNode clock() {
        return Json.object().put("now", machine.account().clock().seconds());
    }

    private static ObjectNode done(Runnable work) {
        work.run();
        return Json.object().put("done", true);
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(text -> text.asString("")).toList();
    }

    private static IllegalArgumentException unknown(List<String> parts) {
        return new IllegalArgumentException("No such control: " + String.join("/", parts));
    }
}
