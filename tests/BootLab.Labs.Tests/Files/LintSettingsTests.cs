using BootLab.Labs.Files;
using BootLab.Rules;
using BootLab.Testing;
using Xunit;

namespace BootLab.Labs.Tests.Files;

/// <summary>Rules that a lab or a settings file leaves out, and machine files.</summary>
public class LintSettingsTests
{
    [Fact]
    public void A_lab_leaves_rules_out_with_a_reason()
    {
        var path = Repository.PathTo("tests", "labs", "1nic-1tgt", "lab.yaml");
        var lab = LabLoader.Parse([.. File.ReadAllBytes(path), .. "lint: {suppress: [{rule: OQ-1, reason: one NIC is enough}]}\n"u8], path);
        Assert.Equal([new Suppression("OQ-1", "one NIC is enough")], lab.Lint.Suppressions);
        Assert.Empty(LabLoader.Load(path).Lint.Suppressions);
    }

    [Theory]
    [InlineData("lint: {suppress: [{rule: IBFT999, reason: no such rule}]}", "the id of a rule")]
    [InlineData("lint: {suppress: [{rule: IBFT001}]}", "without 'reason'")]
    [InlineData("lint: {supress: []}", "did you mean 'suppress'")]
    public void What_is_not_understood_is_an_error(string text, string message)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(LintSettings.FileName, System.Text.Encoding.UTF8.GetBytes(text));
        Assert.Contains(message, Assert.Throws<LabFileException>(() => LintSettings.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_file_says_what_is_known_besides_a_table()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("machine.yaml", """
            machine:
              firmware: uefi
              nics: [{name: san, mac: "52:54:00:00:08:40", pci: "08:04.0", network: san}]
            networks:
              san: {subnet: 10.9.0.0/24, server: 10.9.0.1}
            os: {system: debian-12}
            place: {address: 0x7fe1a7d, delivery: acpi}
            """u8);
        var (context, os) = Surroundings.Load(path);
        Assert.Equal(("debian-12", Machine.FirmwareKind.Uefi, new Rules.TablePlace(0x7fe1a7d, Delivery.Acpi)), (os?.System, context.Firmware, context.Place!.Value));
        Assert.Equal("san", Assert.Single(context.Networks).Name);
        Assert.Null(context.Missing(Needs.Machine | Needs.Networks | Needs.Firmware | Needs.Place));
        Assert.NotNull(context.Missing(Needs.Targets));
    }
}
