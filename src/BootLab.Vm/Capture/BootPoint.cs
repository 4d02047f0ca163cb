namespace BootLab.Vm.Capture;

/// <summary>Where a boot was when its table was taken.</summary>
public enum BootPoint
{
    /// <summary>The console showed the line that was waited for.</summary>
    Marker,

    /// <summary>A boot sector was about to be entered, at 0000:7C00.</summary>
    BootSector,

    /// <summary>The BIOS had nothing left to boot from.</summary>
    NothingToBoot,
}
