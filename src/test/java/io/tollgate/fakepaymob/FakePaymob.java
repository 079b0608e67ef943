package io.tollgate.fakepaymob;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A Paymob account in memory, and what its payers do. Callbacks are made on demand, for a test to deliver as it likes. */
public final class FakePaymob implements AutoCloseable {

    private static final String SECRET_KEY = "egy_sk_test_paymob";
    private static final String PUBLIC_KEY = "egy_pk_test_paymob";
    private static final String API_KEY = "api-key-for-tests";
    private static final String HMAC_SECRET = "hmac-secret-for-tests";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final List<String> SIGNED = List.of(
            "/amount_cents /created_at /currency /error_occured /has_parent_transaction /id /integration_id /is_3d_secure /is_auth"
                    .concat(" /is_capture /is_refunded /is_standalone_payment /is_voided /order/id /owner /pending")
                    .concat(" /source_data/pan /source_data/sub_type /source_data/type /success")
                    .split(" "));

    private final JsonMapper json = new JsonMapper();
    private final AtomicLong orderIds = new AtomicLong(210_000_000L);
    private final Map<String, Order> orders = new ConcurrentHashMap<>();
    private final Map<Long, List<ObjectNode>> transactions = new ConcurrentHashMap<>();
    private final Map<String, Integer> silent = new ConcurrentHashMap<>();
    private final List<String> calls = java.util.Collections.synchronizedList(new ArrayList<>());
    private final DisposableServer server;

    private FakePaymob() {
        server = HttpServer.create()
                .host("localhost")
                .port(0)
                .handle(this::handle)
                .bindNow(PATIENCE);
    }

    public static FakePaymob start() {
        return new FakePaymob();
    }

    public String baseUrl() {
        return "http://localhost:" + server.port();
    }

    /** What the application must be told to take this for Paymob. */
    public Map<String, Object> environment() {
        return Map.of(
                "PAYMOB_API_BASE", baseUrl(),
                "PAYMOB_SECRET_KEY", SECRET_KEY,
                "PAYMOB_PUBLIC_KEY", PUBLIC_KEY,
                "PAYMOB_API_KEY", API_KEY,
                "PAYMOB_HMAC_SECRET", HMAC_SECRET,
                "PAYMOB_INTEGRATION_IDS", "4097558,card");
    }

    /** The next requests to this path are carried out and never answered. */
    public void acceptInSilence(String path, int times) {
        silent.merge(path, times, Integer::sum);
    }

    public long called(String path) {
        return calls.stream().filter(path::equals).count();
    }

    /** What was asked for in the intention with this reference. */
    public JsonNode asked(String reference) {
        return order(reference).asked();
    }

    /** The payer pays. */
    public Callback pay(String reference) {
        return callback(tried(reference, true, false));
    }

    /** The bank says no. */
    public Callback decline(String reference) {
        return callback(tried(reference, false, false));
    }

    /** The bank has not decided. */
    public Callback hesitate(String reference) {
        return callback(tried(reference, false, true));
    }

    public Callback callback(ObjectNode transaction) {
        ObjectNode body = json.createObjectNode().put("type", "TRANSACTION");
        body.set("obj", transaction.deepCopy());
        return new Callback(body.toString(), hmac(transaction));
    }

    public ObjectNode transaction(Callback callback) {
        return (ObjectNode) json.readTree(callback.body()).path("obj");
    }

    @Override
    public void close() {
        server.disposeNow(PATIENCE);
    }

    private ObjectNode tried(String reference, boolean success, boolean pending) {
        Order order = order(reference);
        ObjectNode transaction = Transaction.of(order, success, pending);
        transactions.computeIfAbsent(order.id(), _ -> new ArrayList<>()).add(transaction);
        return transaction;
    }

    private Order order(String reference) {
        Order order = orders.get(reference);
        if (order == null) {
            throw new IllegalStateException("No intention " + reference);
        }
        return order;
    }

    private record Answer(int status, String body) {}

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        String path = request.uri().replaceAll("\\?.*", "");
        String authorization = String.valueOf(request.requestHeaders().get("Authorization"));
        return request.receive()
                .aggregate()
                .asString(UTF_8)
                .defaultIfEmpty("{}")
                .publishOn(Schedulers.boundedElastic())
                .map(body -> answer(path, authorization, json.readTree(body)))
                .flatMap(answer -> isSilent(path)
                        ? Mono.never()
                        : response.status(answer.status())
                                .header("Content-Type", "application/json")
                                .sendString(Mono.just(answer.body()))
                                .then());
    }

    private synchronized boolean isSilent(String path) {
        return silent.getOrDefault(path, 0) > 0 && silent.merge(path, -1, Integer::sum) >= 0;
    }

    private Answer answer(String path, String authorization, JsonNode body) {
        calls.add(path);
        if (path.equals("/api/auth/tokens")) {
            boolean known = API_KEY.equals(body.path("api_key").asString(""));
            return known ? new Answer(201, "{\"token\": \"bearer-of-tests\"}") : new Answer(401, "{}");
        }
        boolean letIn = authorization.equals("Token " + SECRET_KEY) || authorization.equals("Bearer bearer-of-tests");
        if (!letIn) {
            return new Answer(401, "{\"detail\": \"Authentication credentials were not provided.\"}");
        }
        if (path.startsWith("/api/acceptance/transactions/")) {
            return found(path.substring(path.lastIndexOf('/') + 1));
        }
        return switch (path) {
            case "/v1/intention/" -> intend(body);
            case "/api/ecommerce/orders/transaction_inquiry" ->
                inquire(body.path("merchant_order_id").asString(""));
            case "/api/acceptance/void_refund/refund" -> refund(body);
            default -> new Answer(404, "{\"detail\": \"Not found.\"}");
        };
    }

    private Answer intend(JsonNode body) {
        String reference = body.path("special_reference").asString("");
        long amount = body.path("amount").asLong(0);
        if (orders.containsKey(reference)
                || amount < 1
                || body.path("payment_methods").isEmpty()) {
            return new Answer(400, "{\"special_reference\": [\"Not unique, or no amount\"]}");
        }
        long id = orderIds.incrementAndGet();
        String secret = "egy_csk_test_" + id;
        orders.put(
                reference,
                new Order(id, reference, amount, body.path("currency").asString(""), secret, body.deepCopy()));
        return new Answer(
                201,
                json.createObjectNode()
                        .put("id", "pi_test_" + id)
                        .put("intention_order_id", id)
                        .put("client_secret", secret)
                        .put("status", "intended")
                        .toString());
    }

    private Answer inquire(String reference) {
        Order order = orders.get(reference);
        List<ObjectNode> made = order == null ? List.of() : transactions.getOrDefault(order.id(), List.of());
        return made.isEmpty()
                ? new Answer(404, "{\"detail\": \"Not found.\"}")
                : new Answer(200, made.getLast().toString());
    }

    private Answer found(String id) {
        return transactions.values().stream()
                .flatMap(List::stream)
                .filter(transaction -> transaction.path("id").asString("").equals(id))
                .findFirst()
                .map(transaction -> new Answer(200, transaction.toString()))
                .orElseGet(() -> new Answer(404, "{}"));
    }

    private Answer refund(JsonNode body) {
        String id = body.path("transaction_id").asString("");
        long amount = body.path("amount_cents").asLong(0);
        for (List<ObjectNode> made : transactions.values()) {
            for (ObjectNode payment : made) {
                long back = payment.path("refunded_amount_cents").asLong(0) + amount;
                if (payment.path("id").asString("").equals(id)
                        && back <= payment.path("amount_cents").asLong(0)) {
                    payment.put("refunded_amount_cents", back);
                    return new Answer(200, Transaction.refund(payment, amount).toString());
                }
            }
        }
        return new Answer(400, "{\"message\": \"Full amount already refunded\"}");
    }

    private static String hmac(JsonNode transaction) {
        String text = SIGNED.stream()
                .map(pointer -> transaction.at(pointer).asString(""))
                .collect(Collectors.joining());
        try {
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(new SecretKeySpec(HMAC_SECRET.getBytes(UTF_8), "HmacSHA512"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
