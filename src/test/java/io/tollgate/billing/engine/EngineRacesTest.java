package io.tollgate.billing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.billing.engine.Subscribers.Answer;
import io.tollgate.billing.engine.Subscribers.Customer;
import io.tollgate.billing.engine.Subscribers.Sold;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The same customer, several times at once: one of the calls is carried out and charged for, the others are told so. */
@IntegrationTest
class EngineRacesTest {

    private static final int CALLS = 20;

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    private Subscribers subscribers;
    private Sold plan;
    private Customer customer;

    @BeforeEach
    void setUp() {
        subscribers = new Subscribers(http, users, db);
        LocalDate first = Subscribers.january31(MutableClock.shared().instant()).plusDays(1);
        plan = subscribers.plan(2800, "monthly", null);
        var user = subscribers.user("UTC");
        subscribers.travel(user, Subscribers.noon(first));
        customer = subscribers.start(user, plan);
        subscribers.travel(user, Subscribers.noon(first.plusDays(7)));
    }

    @Test
    void pausesAndResumesOnce() {
        List<Answer> pauses = AtOnce.times(CALLS, _ -> subscribers.act(customer, "pause"));
        assertThat(codes(pauses)).hasSize(CALLS - 1).containsOnly("subscription_paused");
        assertThat(notes()).hasSize(1);

        List<Answer> resumes = AtOnce.times(CALLS, _ -> subscribers.act(customer, "resume"));

        assertThat(codes(resumes)).hasSize(CALLS - 1).containsOnly("nothing_to_resume");
        assertThat(subscribers.invoices(customer)).hasSize(2);
        assertThat(subscribers.row(customer)).containsEntry("status", "active");
        balances();
    }

    @Test
    void changesThePlanOnce() {
        Sold large = subscribers.plan(5600, "monthly", null);

        List<Answer> changes = AtOnce.times(CALLS, _ -> subscribers.change(customer, large));

        assertThat(codes(changes)).hasSize(CALLS - 1).containsOnly("same_plan");
        assertThat(subscribers.invoices(customer)).hasSize(2);
        balances();
    }

    /** Whoever comes second finds what the first has left: never the one's plan with the other's end. */
    @Test
    void endsOnceWhateverElseIsDoneToItMeanwhile() {
        Sold large = subscribers.plan(5600, "monthly", null);
        String cancel = "/admin/subscriptions/" + customer.subscription() + "/cancel";

        Map<Boolean, List<Answer>> answers = AtOnce.times(
                        CALLS,
                        call -> call % 2 == 0
                                ? new Call(true, subscribers.admin(cancel, Map.of()))
                                : new Call(false, subscribers.change(customer, large)))
                .stream()
                .collect(Collectors.partitioningBy(
                        Call::cancels, Collectors.mapping(Call::answer, Collectors.toList())));

        boolean changed = succeeded(answers.get(false)) == 1;
        assertThat(succeeded(answers.get(true))).isOne();
        assertThat(subscribers.row(customer))
                .containsEntry("status", "canceled")
                .containsEntry("plan_version_id", changed ? large.versionId() : plan.versionId());
        assertThat(subscribers.invoices(customer))
                .filteredOn(invoice -> invoice.get("kind").equals("change"))
                .hasSize(changed ? 1 : 0);
        assertThat(notes()).isNotEmpty();
        balances();
    }

    @Test
    void endsOnceWhatIsParked() {
        subscribers.run("""
                update engine_subscriptions set parked_at = now(), parked_reason = 'cannot_be_billed' where subscription_id = '%s'
                """.formatted(customer.subscription()));
        String cancel = "/admin/subscriptions/" + customer.subscription() + "/cancel";

        List<Answer> answers = AtOnce.times(CALLS, _ -> subscribers.admin(cancel, Map.of()));

        assertThat(codes(answers)).hasSize(CALLS - 1).containsOnly("subscription_not_found");
        assertThat(subscribers.row(customer)).containsEntry("status", "canceled");
        assertThat(notes()).isEmpty();
        assertThat(subscribers.query("""
                        select * from audit_log
                        where subject_id = '%s' and action = 'subscription.canceled_by_admin'""".formatted(customer.subscription()))).hasSize(1);
    }

    private record Call(boolean cancels, Answer answer) {}

    private static long succeeded(List<Answer> answers) {
        return answers.stream().filter(answer -> answer.status() == 200).count();
    }

    private static List<String> codes(List<Answer> answers) {
        return answers.stream()
                .filter(answer -> answer.status() != 200)
                .map(Answer::code)
                .toList();
    }

    private List<Map<String, Object>> notes() {
        return subscribers.query("select * from credit_notes where user_id = '%s'"
                .formatted(customer.user().id()));
    }

    private void balances() {
        assertThat(subscribers.query("""
                        select * from ledger_faults
                        where id = '%1$s' or id in (select id::text from invoices where user_id = '%1$s')""".formatted(customer.user().id()))).isEmpty();
    }
}
