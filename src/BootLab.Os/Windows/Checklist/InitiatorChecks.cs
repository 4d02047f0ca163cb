using BootLab.Os.Windows.Conditions;
using static BootLab.Os.Windows.Checklist.CheckState;
using Facts = BootLab.Os.Windows.FactCatalogue;

namespace BootLab.Os.Windows.Checklist;

/// <summary>The Microsoft iSCSI Initiator: its device, its driver, its times.</summary>
internal static class InitiatorChecks
{
    public const string Section = "iSCSI initiator";

    private const string Driver = SystemDrivers.Initiator;
    private const uint DefaultHoldTime = 60;

    public static void Check(Inspection inspection, Sheet sheet)
    {
        if (!inspection.IsXp)
        {
            Device(inspection, sheet);
        }

        DriverChecks.Check(inspection, Driver, inspection.IsXp ? Facts.XpDrivers : Facts.SystemServices, (key, value, fact, wanted, judge) => sheet.Check(Section, key, value, fact, wanted, judge));
        Service(inspection, sheet);
        Times(inspection, sheet);
    }

    private static void Device(Inspection inspection, Sheet sheet)
    {
        var path = $"{inspection.Set}\\Enum\\ROOT\\ISCSIPRT";
        var fact = Facts.InitiatorDevice;
        if (inspection.Facts.Initiators.Count == 0)
        {
            sheet.Check(Section, path, "(device)", fact, "0000", () => new Judgement(Words.Absent, Wrong, "there is no device of the initiator: it is not started, and nobody logs in"));
            return;
        }

        foreach (var (device, weight) in inspection.Facts.Initiators.Select((initiator, number) => (initiator.Device, number == 0 ? Wrong : Warning)))
        {
            // ConfigFlags have a line of their own.
            sheet.Check(Section, device.KeyPath, "Service", fact, Driver, () =>
                Judgement.Of(Words.Text(device.Service), DeviceStart.ObstacleOfInitiator(device with { ConfigFlags = 0 }) is null, weight, "the device has another driver: the initiator is not started"));
            sheet.Check(Section, device.KeyPath, "ConfigFlags", fact, "0", () => Judgement.Of(
                device.ConfigFlags is { } flags ? $"0x{flags:x}" : Words.Absent,
                (device.ConfigFlags ?? 0) == 0,
                DeviceStart.Obstacle(device with { Service = Driver }) is null ? Warning : weight,
                $"the initiator's device {DeviceStart.Obstacle(device with { Service = Driver }) ?? "has flags that a sound one has not"}"));
        }
    }

    // A program, not a driver: it serves the control panel and other targets, not the boot's.
    private static void Service(Inspection inspection, Sheet sheet) =>
        sheet.Check(Section, $"{inspection.Set}\\Services\\MSiSCSI", "Start", Facts.SystemServices, "2 or 3", () =>
        {
            var start = inspection.Facts.Service("MSiSCSI")?.Start;
            return start switch
            {
                2 or 3 => new Judgement(Words.Start(start), Ok),
                0 or 1 => new Judgement(Words.Start(start), Warning, "MSiSCSI is a program, which no loader can load: iScsiPrt is the driver"),
                4 => new Judgement(Words.Start(start), Warning, "targets other than the boot's cannot be used"),
                _ => Judgement.Unknown(Words.Start(start), "the service has no Start that is known, or is not there"),
            };
        });

    private static void Times(Inspection inspection, Sheet sheet)
    {
        var held = DefaultHoldTime;
        foreach (var initiator in inspection.Facts.Initiators)
        {
            if (initiator.ParametersPath is not { } path)
            {
                continue;
            }

            held = Math.Max(held, initiator.MaxRequestHoldTime ?? 0);
            sheet.Check(Section, path, "MaxRequestHoldTime", ChecklistFacts.Times, $"{DefaultHoldTime} or more", () => initiator.MaxRequestHoldTime is not { } time
                ? Judgement.Info(Words.Absent, $"the default, {DefaultHoldTime}")
                : Judgement.Of(Words.Number(time), time >= DefaultHoldTime, Warning, "an outage longer than this many seconds is a stop"));
            sheet.Check(Section, path, "LinkDownTime", ChecklistFacts.Times, "", () => Judgement.Info(initiator.LinkDownTime is { } time ? Words.Number(time) : $"{Words.Absent} (15)", "seconds until a lost link counts as down"));
        }

        sheet.Check(Section, "TimeOutValue", ChecklistFacts.Times, $"{held} or more", () => inspection.Facts.Settings.DiskTimeOut, setting =>
            setting.Value is null ? Judgement.Info(Words.Absent, "Windows goes by its default")
            : setting.Number is not { } time ? Judgement.Unknown(Words.Value(setting.Value), "this is no number")
            : Judgement.Of(Words.Number(time), time >= held, Warning, "the disk gives up before the initiator does: stop 0x7A in an outage"));
    }
}
