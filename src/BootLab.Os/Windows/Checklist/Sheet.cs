using BootLab.Disk;
using BootLab.Disk.Ntfs;
using BootLab.Disk.Registry;
using BootLab.Disk.Registry.Windows;

namespace BootLab.Os.Windows.Checklist;

/// <summary>The lines as they are written. What the disk does not let be read becomes a line that says so.</summary>
internal sealed class Sheet
{
    private readonly List<ChecklistLine> _lines = [];

    public IReadOnlyList<ChecklistLine> Lines => _lines;

    public void Add(ChecklistLine line) => _lines.Add(line);

    public void Check(string section, string keyPath, string valueName, WindowsFact fact, string wanted, Func<Judgement> judge) =>
        Add(Line(section, keyPath, valueName, fact, wanted, judge));

    /// <summary>A single value; where even its place cannot be read, the line has its name alone.</summary>
    public void Check(string section, string valueName, WindowsFact fact, string wanted, Func<WindowsSetting> read, Func<WindowsSetting, Judgement> judge)
    {
        WindowsSetting? setting = null;
        var judgement = Guarded(() => judge(setting = read()));
        Add(Line(section, setting?.KeyPath ?? string.Empty, setting?.Name ?? valueName, fact, wanted, () => judgement));
    }

    public static ChecklistLine Line(string section, string keyPath, string valueName, WindowsFact fact, string wanted, Func<Judgement> judge)
    {
        var judgement = Guarded(judge);
        return new ChecklistLine(
            Words.Short(section),
            Words.Short(keyPath),
            valueName,
            Words.Short(judgement.Found),
            wanted,
            judgement.State,
            fact.Id,
            fact.Evidence,
            fact.SourceKeys,
            Words.Short(judgement.Text.Length > 0 ? judgement.Text : fact.Title));
    }

    private static Judgement Guarded(Func<Judgement> judge)
    {
        try
        {
            return judge();
        }
        catch (Exception broken) when (broken is HiveFormatException or NtfsFormatException or DiskFormatException or IOException)
        {
            return Judgement.Unknown("cannot be read", broken.Message);
        }
    }
}
