using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BootLab.Ibft.Generation;
using BootLab.Labs.Files;
using BootLab.Os.Windows;
using BootLab.Report.Accounts;
using BootLab.Rules.Predicting;
using BootLab.Testing;
using NJsonSchema;
using Xunit;

namespace BootLab.Labs.Tests.Accounts;

/// <summary>An account that was sent in is the same case as the sender's; a damaged one says what is wrong and where.</summary>
public sealed class AccountFileTests
{
    [Fact]
    public async Task The_case_that_is_read_back_is_predicted_as_the_senders_own()
    {
        using var folder = new TemporaryFolder();
        var schema = await JsonSchema.FromJsonAsync(SmallFileSchemas.Account(), TestContext.Current.CancellationToken);
        var (whole, broken) = (0, 0);
        foreach (var (number, table) in TableGenerator.Many(7, 250).Index())
        {
            var situation = RandomCase.Around(table.Bytes, new Random(number));
            var account = Account.Of(new AccountSource(situation) { Outcome = "stop-7b", Note = "after \"the\" third\nrestart \U0001f600", BootProgram = "ipxe" }, [(byte)number]);
            Assert.Equal(Predictor.PredictAll(situation).Select(Essence), account.Predictions.Select(Essence));

            var json = AccountJson.Document(account);
            var sent = AccountFile.Load(folder.Write("report.md", Encoding.UTF8.GetBytes(number % 2 == 0 ? json : AccountText.Of(account).ReplaceLineEndings(number % 4 == 1 ? "\n" : "\r\n"))));
            Assert.Equal((account.Outcome, account.Note, account.BootProgram), (sent.Source.Outcome, sent.Source.Note, sent.Source.BootProgram));
            Assert.Equal(account.Predictions.Select(Foretold.Of), sent.Then);
            Assert.Equal(account.NotSent, sent.NotSent);
            if (number % 10 == 0)
            {
                Assert.Empty(schema.Validate(json));
            }

            if (sent.NotSent.Count > 0)
            {
                broken++;
                continue;
            }

            whole++;
            var again = Predictor.PredictAll(sent.Source.Situation);
            Assert.Equal(account.Predictions.Select(Essence), again.Select(Essence));
            Assert.Equal(account.Predictions.Select(one => one.Change?.Text), again.Select(one => one.Change?.Text));
            Assert.Equal(sent.Then, AccountCheck.Of(sent).Select(check => check.Foretold));
        }

        Assert.InRange(whole, 125, 240);
        Assert.InRange(broken, 10, 125);
    }

    [Fact]
    public void A_release_that_nobody_named_is_not_made_up()
    {
        using var folder = new TemporaryFolder();
        var account = Account.Of(new AccountSource(RandomCase.Around([], new Random(1))) { IsReleaseKnown = false }, [1]);
        var sent = AccountFile.Load(folder.Write("report.json", Encoding.UTF8.GetBytes(AccountJson.Document(account))));
        Assert.False(sent.Source.IsReleaseKnown);
        Assert.Empty(AccountCheck.Of(sent));
    }

    [Theory]
    [InlineData("\"stop-7b\"", "\"it died\"", "found 'it died', expected how the boot ended: ")]
    [InlineData("\"windows-", "\"windows-9", "expected a version of Windows")]
    [InlineData("\"firmware\": \"bios\"", "\"firmware\": \"coreboot\"", "found 'coreboot', expected a kind of firmware: bios, uefi")]
    [InlineData("\"scrubbed\"", "\"secrets\"", "found the unknown key 'secrets' in an account")]
    [InlineData("\"place\": \"low-memory\"", "\"place\": \"acpi\", \"place\": \"acpi\"", "found the key 'place' twice")]
    [InlineData("\"address\": \"0x90000\"", "\"address\": \"0xffff0\"", "bytes at 0xffff0; expected them below 0x100000")]
    [InlineData("\"table\": \"hex:", "\"table\": \"../secret", "expected no file's name: what comes from others stands alone")]
    [InlineData("\"installed\": {", "\"installed\": \"/etc/passwd\", \"x\": {", "expected no file's name: what comes from others stands alone")]
    [InlineData("bootlab/report/1", "bootlab/predict/1", "expected a schema: bootlab/report/1")]
    public void A_mistake_is_named_with_its_place(string from, string to, string message)
    {
        using var folder = new TemporaryFolder();
        var text = Sample();
        var at = text.IndexOf(from, StringComparison.Ordinal);
        Assert.True(at >= 0, from);
        var file = folder.Write("report.md", Encoding.UTF8.GetBytes(text[..at] + to + text[(at + from.Length)..]));
        var wrong = Assert.Throws<LabFileException>(() => AccountFile.Load(file));
        var error = wrong.Errors[0];
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Line, text[..at].Count(letter => letter == '\n'), text[..at].Count(letter => letter == '\n') + 2);
    }

    [Fact]
    public void A_document_without_an_account_is_no_broken_one()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("README.md", "# A document\n\nIt has: [no account\n"u8.ToArray());

        Assert.Equal($"{file}:1:1: found neither JSON nor a block of it, expected an account that bootlab report has written", Assert.Throws<LabFileException>(() => AccountFile.Load(file)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# A boot of Windows\n\n```json\n```\n")]
    [InlineData("no account at all")]
    [InlineData("[]")]
    [InlineData("```json\n{}\n```")]
    public void What_is_no_account_is_refused(string text)
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<LabFileException>(() => AccountFile.Load(folder.Write("report.md", Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public void A_damaged_account_is_read_or_refused_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var text = Encoding.UTF8.GetBytes(Sample());
        var random = new Random(8);
        var refused = 0;
        for (var round = 0; round < 400; round++)
        {
            var damaged = text[..(round % 5 == 0 ? random.Next(text.Length) : text.Length)];
            for (var change = random.Next(3); change >= 0 && damaged.Length > 0; change--)
            {
                damaged[random.Next(damaged.Length)] = (byte)(random.Next(2) == 0 ? random.Next(256) : "{}[]\",:0x-"[random.Next(10)]);
            }

            try
            {
                AccountCheck.Of(AccountFile.Load(folder.Write("report.md", damaged)));
            }
            catch (LabFileException wrong)
            {
                refused++;
                Assert.DoesNotContain('\n', wrong.Errors[0].Message);
            }
        }

        Assert.InRange(refused, 100, 399);
    }

    private static string Sample()
    {
        var cases = TableGenerator.Many(7, 400).Select((table, number) => RandomCase.Around(table.Bytes, new Random(number)));
        var situation = cases.First(one => one.Installed?.Table is not null && BootsFromLowMemory(one));
        var seen = new Observation
        {
            Lab = "lab",
            LabFile = "",
            TableOf = "lab",
            Table = [1],
            HandOver = Observation.LowMemory,
            BootLab = "1",
            Qemu = "7",
            Package = "ipxe",
            Accelerator = "tcg",
            MemoryMiB = 256,
            ImageFormat = "raw",
            ImageBytes = 1,
            End = WatchEnd.Limit,
            Elapsed = TimeSpan.FromSeconds(9),
            Boots = [new ObservedBoot { At = TimeSpan.Zero }],
        };
        return AccountText.Of(Account.Of(new AccountSource(situation) { Outcome = "stop-7b", Seen = seen }, [1]));

        static bool BootsFromLowMemory(WindowsSituation one) =>
            AccountJson.Document(Account.Of(new AccountSource(one), [1])) is var text && text.Contains("\"address\": \"0x90000\"", StringComparison.Ordinal) && JsonNode.Parse(text)!["not_sent"]!.AsArray().Count == 0;
    }

    private static string Essence(WindowsPrediction prediction) => string.Join('\n',
    [
        $"{prediction.Profile} {prediction.Release.Id} {prediction.Outcome} {prediction.Code} {prediction.Stage} {prediction.Decisive?.Id} {prediction.Confidence} {prediction.IsReported} {prediction.Change?.Outcome} {Plain(prediction.Change?.Text)}",
        .. prediction.Degradations.Select(degradation => $"{degradation.Nic?.Split(' ')[0]} {degradation.Kind} {degradation.Fact.Id}"),
        .. prediction.Trace.Select(stage => $"{stage.Stage} {stage.State} {string.Join(' ', stage.Facts.Select(fact => $"{fact.Id} {fact.Role}"))}"),
    ]);

    // Without the names of NICs.
    private static string? Plain(string? text) => text is null ? null : Regex.Replace(text, @" \((port-|nic)[0-9]+\)", "");
}
