package io.tollgate.billing.invoice;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.jspecify.annotations.Nullable;

/**
 * A4 paper that is written on from top to bottom, with a font that it brings along: Latin, Greek and Cyrillic. What the font has no
 * sign for is shown as a box's stand-in, a question mark, and breaks nothing.
 */
final class PdfSheet implements AutoCloseable {

    static final float LEFT = 56;
    static final float RIGHT = PDRectangle.A4.getWidth() - LEFT;
    private static final float TOP = PDRectangle.A4.getHeight() - LEFT;
    private static final float BOTTOM = 64;
    private static final float LEADING = 1.4f;

    /** Comes with PDFBox, under the SIL Open Font License. */
    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private final PDDocument document = new PDDocument();
    private final PDFont font;
    private final CmapLookup signs;
    private @Nullable PDPageContentStream page;
    private float y;

    PdfSheet() throws IOException {
        TrueTypeFont type = parse();
        this.font = PDType0Font.load(document, type, true);
        this.signs = type.getUnicodeCmapLookup();
        newPage();
    }

    private static TrueTypeFont parse() throws IOException {
        try (InputStream file = PdfSheet.class.getResourceAsStream(FONT)) {
            if (file == null) {
                throw new IOException(FONT + " is missing");
            }
            return new TTFParser().parse(new RandomAccessReadBuffer(file.readAllBytes()));
        }
    }

    /** Goes to the next line, on the next page when this one is full. */
    void feed(float size) throws IOException {
        y -= size * LEADING;
        if (y < BOTTOM) {
            newPage();
        }
    }

    void left(float x, float size, String text) throws IOException {
        write(x, size, printable(text));
    }

    void right(float x, float size, String text) throws IOException {
        String line = printable(text);
        write(x - width(line, size), size, line);
    }

    /** The text in lines of at most this width; a word that is longer is cut. */
    List<String> wrapped(String text, float size, float width) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (int sign : printable(text).codePoints().toArray()) {
            line.appendCodePoint(sign);
            if (width(line.toString(), size) > width) {
                int cut = line.lastIndexOf(" ") > 0 ? line.lastIndexOf(" ") : line.length() - Character.charCount(sign);
                lines.add(line.substring(0, cut).strip());
                line.delete(0, cut);
            }
        }
        lines.add(line.toString().strip());
        return lines;
    }

    void rule() throws IOException {
        PDPageContentStream content = content();
        content.setLineWidth(0.5f);
        content.moveTo(LEFT, y - 3);
        content.lineTo(RIGHT, y - 3);
        content.stroke();
    }

    /** Closed and complete, with nothing in it of when or where it was made. */
    byte[] bytes(String title, Instant issuedAt) throws IOException {
        content().close();
        page = null;
        Calendar issued = Calendar.getInstance(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        issued.setTimeInMillis(issuedAt.toEpochMilli());
        document.getDocumentInformation().setTitle(title);
        document.getDocumentInformation().setCreationDate(issued);
        document.setDocumentId((long) title.hashCode());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        document.save(bytes);
        return bytes.toByteArray();
    }

    @Override
    public void close() throws IOException {
        if (page != null) {
            page.close();
        }
        document.close();
    }

    private void write(float x, float size, String line) throws IOException {
        PDPageContentStream content = content();
        content.beginText();
        content.setFont(font, size);
        content.newLineAtOffset(x, y);
        content.showText(line);
        content.endText();
    }

    private float width(String line, float size) throws IOException {
        return font.getStringWidth(line) / 1000 * size;
    }

    private String printable(String text) {
        StringBuilder line = new StringBuilder();
        Normalizer.normalize(text, Normalizer.Form.NFC).codePoints().forEach(sign -> line.appendCodePoint(shown(sign)));
        return line.toString();
    }

    private int shown(int sign) {
        if (Character.isWhitespace(sign) || Character.isISOControl(sign)) {
            return ' ';
        }
        return signs.getGlyphId(sign) == 0 ? '?' : sign;
    }

    private void newPage() throws IOException {
        if (page != null) {
            page.close();
        }
        PDPage next = new PDPage(PDRectangle.A4);
        document.addPage(next);
        page = new PDPageContentStream(document, next);
        y = TOP;
    }

    private PDPageContentStream content() {
        if (page == null) {
            throw new IllegalStateException("The sheet is closed");
        }
        return page;
    }
}
