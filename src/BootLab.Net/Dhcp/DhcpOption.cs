namespace BootLab.Net.Dhcp;

/// <summary>One option: its code and the bytes of its value, without code and length byte.</summary>
public readonly record struct DhcpOption(byte Code, ReadOnlyMemory<byte> Value);
