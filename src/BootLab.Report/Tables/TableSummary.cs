using System.Net.NetworkInformation;
using BootLab.Ibft;
using BootLab.Ibft.Fields;
using BootLab.Machine;
using BootLab.Report.Findings;
using BootLab.Report.Terminal;

namespace BootLab.Report.Tables;

/// <summary>Tables side by side: what each says, a line a field. What does not fit beside each other is put below.</summary>
public static class TableSummary
{
    private const int LabelWidth = 11;
    private const int NarrowestColumn = 19;
    private const int WidestColumn = 34;
    private const int Gap = 2;

    /// <summary>Writes the comparison, as many columns at a time as the screen is wide.</summary>
    public static void Write(TextWriter writer, Screen screen, IReadOnlyList<SummaryColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(screen);
        var room = screen.Width - LabelWidth;
        var atOnce = Math.Clamp(room / (NarrowestColumn + Gap), 1, Math.Max(1, columns.Count));
        var width = Math.Clamp((room / atOnce) - Gap, NarrowestColumn, WidestColumn);
        foreach (var (number, group) in columns.Chunk(atOnce).Index())
        {
            if (number > 0)
            {
                writer.Write('\n');
            }

            new Grid(group, width).Write(writer, screen);
        }
    }

    /// <summary>The rows of one group of columns.</summary>
    private sealed class Grid(SummaryColumn[] columns, int width)
    {
        private readonly TextTable _text = new([LabelWidth, .. columns.Select(_ => (int?)width)]);

        public void Write(TextWriter writer, Screen screen)
        {
            Row("", column => new Cell(column.Title, Colour.Bold));
            RowIfAny("", column => new Cell(column.Note ?? "", Colour.Yellow));
            RowIfAny("run", column => column.Outcome ?? "");
            Row("table", Table);
            Row("initiator", column => column.Table?.Initiator is { } initiator ? Printable.Text(initiator.Name.ToString()) : "");
            for (var i = 0; i < columns.Max(column => column.Table?.Nics.Length ?? 0); i++)
            {
                AddNic(i);
            }

            for (var i = 0; i < columns.Max(column => column.Table?.Targets.Length ?? 0); i++)
            {
                AddTarget(i);
            }

            AddRules();
            _text.Write(writer, screen);
        }

        private void AddNic(int i)
        {
            _text.Add();
            Row($"NIC {i}", Nic(i, (column, nic) => new Cell(Name(column.Machine, nic), Colour.Bold)));
            Row("  MAC", Nic(i, (_, nic) => MacText.Format(nic.MacAddress)));
            Row("  address", Nic(i, (_, nic) => nic.IpAddress.IsSpecified ? $"{nic.IpAddress}/{nic.SubnetMaskPrefix}" : nic.IpAddress.ToString()));
            Row("  gateway", Nic(i, (_, nic) => nic.Gateway.ToString()));
            Row("  origin", Nic(i, (_, nic) => Meanings.Origin(nic.Origin)));
            Row("  index", Nic(i, (_, nic) => $"{nic.Index}"));
            Row("  flags", Nic(i, (_, nic) => Meanings.Flags(TableArea.Nic, nic.Flags)));
            Row("  at", Nic(i, (_, nic) => $"0x{nic.Offset:x3}"));
        }

        private void AddTarget(int i)
        {
            _text.Add();
            Row($"target {i}", Target(i, target => new Cell(Printable.Text(target.Name.ToString()), Colour.Bold)));
            Row("  portal", Target(i, target => $"{target.IpAddress}:{target.Port}"));
            Row("  boot LUN", Target(i, target => Meanings.Lun(target.BootLun)));
            Row("  through", Target(i, target => $"NIC with index {target.NicAssociation}"));
            Row("  CHAP", Target(i, target => Meanings.Chap(target.ChapType)));
            Row("  index", Target(i, target => $"{target.Index}"));
            Row("  flags", Target(i, target => Meanings.Flags(TableArea.Target, target.Flags)));
            Row("  at", Target(i, target => $"0x{target.Offset:x3}"));
        }

        private void AddRules()
        {
            if (columns.All(column => column.Answer is null))
            {
                return;
            }

            _text.Add();
            foreach (var rule in Rules.SeedOrdering.SeedOrderingProfile.Rules)
            {
                Row(rule.Id, column => column.Answer?.Verdicts.FirstOrDefault(verdict => verdict.Rule.Id == rule.Id) is { } verdict
                    ? new Cell(Words.Of(verdict.State), Words.ColourOf(verdict.State))
                    : "");
            }

            Row("outcome", column => column.Answer is { } answer ? new Cell(Words.Outcome(answer), Words.ColourOf(answer)) : "");
        }

        private void Row(string label, Func<SummaryColumn, Cell> cell) => _text.Add([new Cell(label, Colour.Dim), .. columns.Select(cell)]);

        private void RowIfAny(string label, Func<SummaryColumn, Cell> cell)
        {
            if (columns.Any(column => cell(column).Text.Length > 0))
            {
                Row(label, cell);
            }
        }

        private static Func<SummaryColumn, Cell> Nic(int i, Func<SummaryColumn, IbftNic, Cell> cell) =>
            column => column.Table is { } table && i < table.Nics.Length ? cell(column, table.Nics[i]) : "";

        private static Func<SummaryColumn, Cell> Target(int i, Func<IbftTarget, Cell> cell) =>
            column => column.Table is { } table && i < table.Targets.Length ? cell(table.Targets[i]) : "";

        private static Cell Table(SummaryColumn column)
        {
            if (column.Table is not { } table)
            {
                return new Cell("none", Colour.Red);
            }

            var parts = new[] { $"{table.Header.Length} bytes", column.Address is { } address ? $"at 0x{address:x}" : null, column.Place is { } place ? $"({place})" : null };
            return string.Join(' ', parts.Where(part => part is not null));
        }

        private static string Name(MachineSpec? machine, IbftNic nic)
        {
            var name = NameOf(machine, nic.MacAddress);
            return name is null ? PciText.Format(nic.PciBdf) : $"{PciText.Format(nic.PciBdf)} {name}";
        }

        private static string? NameOf(MachineSpec? machine, PhysicalAddress mac) => machine?.Nics.FirstOrDefault(spec => spec.Mac.Equals(mac))?.Name;
    }
}
