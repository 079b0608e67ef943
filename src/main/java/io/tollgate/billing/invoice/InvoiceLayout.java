package io.tollgate.billing.invoice;

import io.tollgate.billing.pricing.Scale;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/** Where what stands on an invoice's paper. */
final class InvoiceLayout {

    private static final float TITLE = 20;
    private static final float TEXT = 9.5f;
    private static final float SMALL = 8;
    private static final float MIDDLE = 320;
    private static final float QUANTITY = 360;
    private static final float UNIT = 440;
    private static final float DESCRIPTION_WIDTH = 240;

    private final PdfSheet sheet;
    private final Invoice invoice;
    private final List<InvoiceLine> lines;
    private final List<CreditNote> notes;
    private final ZoneId zone;
    private final Scale scale;

    InvoiceLayout(PdfSheet sheet, InvoicePdf.Paper paper) {
        this.sheet = sheet;
        this.invoice = paper.document().invoice();
        this.lines = paper.document().lines();
        this.notes = paper.notes();
        this.zone = ZoneId.of(invoice.timeZone());
        this.scale = Scale.of(invoice.currency());
    }

    void draw() throws IOException {
        head();
        parties();
        table();
        totals();
        notes();
    }

    private void head() throws IOException {
        sheet.feed(TITLE);
        sheet.left(PdfSheet.LEFT, TITLE, invoice.kind() == InvoiceKind.DEBIT ? "Debit note" : "Invoice");
        sheet.right(PdfSheet.RIGHT, TITLE, String.valueOf(invoice.number()));
        sheet.feed(TITLE);
        pair("Issued", day(invoice.issuedAt()));
        pair("Due", day(invoice.dueAt()));
        pair("Period", span(invoice.periodStart(), invoice.periodEnd()));
        pair("Status", invoice.status().value());
        sheet.feed(TEXT);
    }

    private void pair(String name, String value) throws IOException {
        sheet.left(PdfSheet.LEFT, TEXT, name);
        sheet.left(PdfSheet.LEFT + 60, TEXT, value);
        sheet.feed(TEXT);
    }

    private void parties() throws IOException {
        List<String> from = invoice.seller().lines();
        List<String> to = invoice.buyer().lines();
        sheet.left(PdfSheet.LEFT, SMALL, "From");
        sheet.left(MIDDLE, SMALL, "To");
        sheet.feed(TEXT);
        for (int i = 0; i < Math.max(from.size(), to.size()); i++) {
            if (i < from.size()) {
                sheet.left(PdfSheet.LEFT, TEXT, first(from.get(i)));
            }
            if (i < to.size()) {
                sheet.left(MIDDLE, TEXT, first(to.get(i)));
            }
            sheet.feed(TEXT);
        }
        sheet.feed(TEXT);
    }

    private String first(String text) throws IOException {
        return sheet.wrapped(text, TEXT, DESCRIPTION_WIDTH).getFirst();
    }

    private void table() throws IOException {
        sheet.left(PdfSheet.LEFT, SMALL, "Description");
        sheet.right(QUANTITY, SMALL, "Quantity");
        sheet.right(UNIT, SMALL, "Unit price");
        sheet.right(PdfSheet.RIGHT, SMALL, "Amount " + invoice.currency());
        sheet.rule();
        sheet.feed(TEXT);
        for (InvoiceLine line : lines) {
            line(line);
        }
        sheet.rule();
        sheet.feed(TEXT);
    }

    private void line(InvoiceLine line) throws IOException {
        sheet.feed(SMALL / 2);
        List<String> words = sheet.wrapped(text(line), TEXT, DESCRIPTION_WIDTH);
        sheet.left(PdfSheet.LEFT, TEXT, words.getFirst());
        if (line.quantity() != null) {
            sheet.right(QUANTITY, TEXT, line.quantity().toPlainString());
        }
        if (line.unitPrice() != null) {
            sheet.right(UNIT, TEXT, line.unitPrice().toPlainString());
        }
        sheet.right(PdfSheet.RIGHT, TEXT, money(line.amount()));
        for (String rest : words.subList(1, words.size())) {
            sheet.feed(TEXT);
            sheet.left(PdfSheet.LEFT, TEXT, rest);
        }
        sheet.feed(TEXT);
        sheet.left(PdfSheet.LEFT, SMALL, detail(line));
        sheet.feed(TEXT);
    }

    private static String text(InvoiceLine line) {
        return line.tier() == null ? line.description() : line.description() + " (tier " + line.tier() + ")";
    }

    private String detail(InvoiceLine line) {
        String span = span(line.periodStart(), line.periodEnd());
        BigDecimal flat = line.flatPrice();
        return flat == null || flat.signum() == 0 ? span : span + ", with " + flat.toPlainString() + " flat";
    }

    private void totals() throws IOException {
        sheet.feed(TEXT);
        total("Subtotal", invoice.subtotal());
        for (AppliedDiscount discount : invoice.discounts()) {
            total(discount.name() + " (" + discount.code() + ")", -discount.amount());
        }
        for (AppliedTax tax : invoice.taxes()) {
            total(tax.name() + " " + tax.percent().toPlainString() + " %", tax.amount());
        }
        total("Total", invoice.total());
        some("Credit used", -invoice.creditApplied());
        some("Balance used", -invoice.walletApplied());
        some("From earlier invoices", invoice.carriedIn());
        some("Left to the next invoice", -invoice.carriedOut());
        some("Credited to the account", invoice.creditCreated());
        total("Amount due", invoice.amountDue());
        some("Paid", -invoice.amountPaid());
        some("Credit notes", -invoice.amountCredited());
    }

    private void some(String name, long amount) throws IOException {
        if (amount != 0) {
            total(name, amount);
        }
    }

    private void total(String name, long amount) throws IOException {
        sheet.right(UNIT, TEXT, first(name));
        sheet.right(PdfSheet.RIGHT, TEXT, money(amount) + " " + invoice.currency());
        sheet.feed(TEXT);
    }

    private void notes() throws IOException {
        for (CreditNote note : notes) {
            sheet.feed(TEXT);
            String said = "Credit note %s of %s: %s %s. %s"
                    .formatted(
                            note.number(), day(note.issuedAt()), money(note.total()), note.currency(), note.reason());
            for (String words : sheet.wrapped(said, TEXT, PdfSheet.RIGHT - PdfSheet.LEFT)) {
                sheet.left(PdfSheet.LEFT, TEXT, words);
                sheet.feed(TEXT);
            }
        }
    }

    private String money(long amount) {
        return scale.major(amount).toPlainString();
    }

    private LocalDate local(Instant moment) {
        return moment.atZone(zone).toLocalDate();
    }

    private String day(Instant moment) {
        return local(moment).toString();
    }

    /** The end is the next one's: the day before is the last. */
    private String span(Instant start, Instant end) {
        return end.isAfter(start) ? day(start) + " to " + day(end.minusNanos(1)) : day(start);
    }
}
