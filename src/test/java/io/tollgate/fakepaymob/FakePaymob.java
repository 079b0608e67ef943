package io.tollgate.fakepaymob;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Paymob account in memory, what its payers do, and what its owner does on the dashboard. For tests callbacks are made on demand, to
 * be delivered as they like; for developers there are pages, and callbacks are delivered.
 */
public final class FakePaymob implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final JsonMapper json = new JsonMapper();
    private final Account account = new Account();
    private final Api api = new Api(account);
    private final FakeServer server;

    private FakePaymob(int port, boolean forDevelopers) {
        Pages pages = new Pages(account, this::callback, new Delivery());
        server = new FakeServer(
                port, request -> forDevelopers && pages.has(request) ? pages.answer(request) : api.answer(request));
    }

    public static FakePaymob start() {
        return new FakePaymob(0, false);
    }

    /** With a page to pay on and a dashboard to give back on; each callback goes to where its intention says. */
    public static FakePaymob startForDevelopers(int port) {
        return new FakePaymob(port, true);
    }

    public String baseUrl() {
        return server.baseUrl();
    }

    /** What the application must be told to take this for Paymob. */
    public Map<String, Object> environment() {
        return Keys.environment(baseUrl());
    }

    /** The next requests to this path are carried out and never answered. */
    public void acceptInSilence(String path, int times) {
        server.acceptInSilence(path, times);
    }

    /** The next requests to this path are not carried out, and the connection breaks: nobody knows, and nobody waits. */
    public void lose(String path, int times) {
        server.lose(path, times);
    }

    /** The next requests to this path are not let in: the key was rolled. */
    public void lockOut(String path, int times) {
        server.lockOut(path, times);
    }

    public long called(String path) {
        return server.called(path);
    }

    /** What was asked for in the intention with this reference. */
    public JsonNode asked(String reference) {
        return account.order(reference).asked();
    }

    /** The payer pays. */
    public Callback pay(String reference) {
        return callback(account.tried(account.order(reference), true, false));
    }

    /** The bank says no. */
    public Callback decline(String reference) {
        return callback(account.tried(account.order(reference), false, false));
    }

    /** The bank has not decided. */
    public Callback hesitate(String reference) {
        return callback(account.tried(account.order(reference), false, true));
    }

    /** Given back on the dashboard. @return the callbacks of the refund and of the payment */
    public List<Callback> refund(String transactionId, long amount) {
        return reversed(transactionId, account.refund(transactionId, amount).orElseThrow());
    }

    /** What has gone back of a payment, in cents. */
    public long returned(String transactionId) {
        return account.find(transactionId)
                .orElseThrow()
                .path("refunded_amount_cents")
                .asLong();
    }

    /** Cancelled on the dashboard, on the day of the payment. @return the callbacks of the cancellation and of the payment */
    public List<Callback> cancel(String transactionId) {
        return reversed(transactionId, account.cancel(transactionId).orElseThrow());
    }

    private List<Callback> reversed(String transactionId, ObjectNode child) {
        return List.of(callback(child), callback(account.find(transactionId).orElseThrow()));
    }

    public Callback callback(ObjectNode transaction) {
        ObjectNode body = json.createObjectNode().put("type", "TRANSACTION");
        body.set("obj", transaction.deepCopy());
        return new Callback(body.toString(), Keys.hmac(transaction));
    }

    public ObjectNode transaction(Callback callback) {
        return (ObjectNode) json.readTree(callback.body()).path("obj");
    }

    @Override
    public void close() {
        server.close(PATIENCE);
    }
}
