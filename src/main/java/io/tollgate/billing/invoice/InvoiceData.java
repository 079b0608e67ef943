package io.tollgate.billing.invoice;

import io.tollgate.platform.db.Keyset;
import io.tollgate.user.PersonalData;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** All invoices of the user, each with its lines and credit notes. */
@Repository
class InvoiceData implements PersonalData {

    private static final UUID START = new UUID(0, 0);

    private final DatabaseClient db;
    private final InvoiceRows rows;
    private final InvoiceRepository invoices;
    private final CreditNoteRepository notes;

    InvoiceData(DatabaseClient db, InvoiceRows rows, InvoiceRepository invoices, CreditNoteRepository notes) {
        this.db = db;
        this.rows = rows;
        this.invoices = invoices;
        this.notes = notes;
    }

    @Override
    public String section() {
        return "invoices";
    }

    @Override
    public Flux<?> of(UUID userId) {
        return Keyset.<Invoice>all(last -> page(userId, last == null ? START : last.id()))
                .concatMap(invoice -> invoices.lines(invoice.id())
                        .map(lines -> new InvoiceDocument(invoice, lines))
                        .zipWith(notes.of(invoice.id()).collectList(), InvoiceView::of));
    }

    private Mono<List<Invoice>> page(UUID userId, UUID after) {
        return db.sql("select * from invoices where user_id = :userId and id > :after order by id limit :page")
                .bind("userId", userId)
                .bind("after", after)
                .bind("page", Keyset.PAGE)
                .map(rows::invoice)
                .all()
                .collectList();
    }
}
