namespace BootLab.Iscsi.Initiator;

/// <summary>What a unit says of the length of commands (VPD page B0h; SBC-3, 6.5.3); 0 where it sets no limit or says nothing.</summary>
/// <param name="MaxTransferBlocks">Most blocks of one READ or WRITE.</param>
/// <param name="OptimalTransferBlocks">Blocks beyond which a command becomes slower.</param>
/// <param name="MaxUnmapBlocks">Most blocks of one UNMAP; 0 also where UNMAP is not supported.</param>
public readonly record struct UnitLimits(uint MaxTransferBlocks, uint OptimalTransferBlocks, uint MaxUnmapBlocks);
