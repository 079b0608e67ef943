package io.tollgate.auth.emailchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.Mailbox;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.AuthRows;
import io.tollgate.auth.Logins;
import io.tollgate.auth.OpenTransaction;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Confirmations that come at the same moment. */
class EmailChangeRacesTest extends EmailChangeFixture {

    @Test
    void happensOnceWhenConfirmedTwentyTimesAtOnce() {
        request(user, wanted).expectStatus().isAccepted();
        confirm(tokenFor(wanted)).expectStatus().isAccepted();
        String token = tokenFor(user.user().email());
        List<Integer> answers = AtOnce.times(20, _ -> Logins.status(confirm(token)));
        assertThat(answers).containsOnly(202, 401).containsOnlyOnce(202);
        assertThat(audited("email.changed", "success")).isEqualTo(1);
        assertThat(new AuthRows(db).mailsTo(wanted))
                .containsExactly("Confirm your new address", "Your address was changed");
    }

    @Test
    void happensOnceWhenBothMailboxesConfirmInTheSameMoment() {
        request(user, wanted).expectStatus().isAccepted();
        List<String> tokens = List.of(tokenFor(user.user().email()), tokenFor(wanted));
        List<Integer> answers = AtOnce.times(20, number -> Logins.status(confirm(tokens.get(number % 2))));
        assertThat(answers.stream().filter(status -> status == 202)).hasSize(2);
        assertThat(audited("email.changed", "success")).isEqualTo(1);
        assertThat(email(user)).isEqualToIgnoringCase(wanted);
    }

    @Test
    void givesAnAddressToOneOfTwoWhoWantIt() {
        TestUser rival = testUsers.signUp();
        request(user, wanted).expectStatus().isAccepted();
        request(rival, wanted).expectStatus().isAccepted();
        List<String> links = Mailbox.of(wanted).await(2).stream()
                .map(mail -> mail.link().split("token=")[1])
                .toList();
        links.forEach(link -> confirm(link).expectStatus().isAccepted());
        List<String> last =
                List.of(tokenFor(user.user().email()), tokenFor(rival.user().email()));
        List<Integer> answers = AtOnce.times(2, number -> Logins.status(confirm(last.get(number))));
        assertThat(answers).containsExactlyInAnyOrder(202, 401);
        assertThat(List.of(email(user), email(rival))).containsOnlyOnce(wanted.toLowerCase(Locale.ROOT));
    }

    /** Who changes a password locks the user, and then voids what is pending: neither may wait for the other for ever. */
    @Test
    void takesTurnsWithWhoChangesTheUserAtTheSameMoment() {
        request(user, wanted).expectStatus().isAccepted();
        confirm(tokenFor(wanted)).expectStatus().isAccepted();
        String token = tokenFor(user.user().email());
        CompletableFuture<Integer> answer;
        try (OpenTransaction change =
                OpenTransaction.begin(db, "update users set updated_at = now() where id = $1", user.id())) {
            answer = change.meet(() -> Logins.status(confirm(token)));
            change.execute("delete from email_changes where user_id = $1");
        }
        assertThat(answer.join()).isEqualTo(401);
        assertThat(email(user)).isEqualTo(user.user().email());
    }
}
