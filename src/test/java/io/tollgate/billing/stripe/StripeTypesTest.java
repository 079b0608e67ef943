package io.tollgate.billing.stripe;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** stripe-java's objects block when their methods are called, so they stay in this package. */
class StripeTypesTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tollgate");

    @Test
    void areKnownHereOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.tollgate.billing.stripe")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.stripe..", "com.google.gson..")
                .check(MAIN);
    }

    @Test
    void areInNoPublicSignature() {
        List<String> leaks = MAIN.stream()
                .filter(type -> type.getPackageName().equals("io.tollgate.billing.stripe"))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(StripeTypesTest::leaks)
                .map(JavaCodeUnit::getFullName)
                .toList();
        assertThat(MAIN.size()).isGreaterThan(50);
        assertThat(leaks).isEmpty();
    }

    private static boolean leaks(JavaCodeUnit unit) {
        return Stream.concat(unit.getRawParameterTypes().stream(), Stream.of(unit.getRawReturnType()))
                .map(JavaClass::getPackageName)
                .anyMatch(name -> name.startsWith("com.stripe") || name.startsWith("com.google.gson"));
    }
}
