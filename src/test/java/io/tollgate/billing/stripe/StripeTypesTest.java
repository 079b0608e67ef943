package io.tollgate.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * stripe-java's objects block when their methods are called, so they stay in this package: nobody else uses them, which is a rule
 * of the architecture, and nobody else gets them.
 */
class StripeTypesTest {

    @Test
    void areInNoPublicSignature() {
        JavaClasses here = new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages("io.tollgate.billing.stripe");
        List<String> leaks = here.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(StripeTypesTest::leaks)
                .map(JavaCodeUnit::getFullName)
                .toList();
        assertThat(here.size()).isGreaterThan(50);
        assertThat(leaks).isEmpty();
    }

    private static boolean leaks(JavaCodeUnit unit) {
        return Stream.concat(unit.getRawParameterTypes().stream(), Stream.of(unit.getRawReturnType()))
                .map(JavaClass::getPackageName)
                .anyMatch(name -> name.startsWith("com.stripe") || name.startsWith("com.google.gson"));
    }
}
