namespace BootLab.Disk.Registry;

/// <summary>What the bytes of a value are meant to be (winnt.h, REG_*). Other numbers occur: drivers choose their own.</summary>
public enum RegistryValueType : uint
{
    /// <summary>REG_NONE: nothing said.</summary>
    None = 0,

    /// <summary>REG_SZ: UTF-16LE text, ended by NUL.</summary>
    String = 1,

    /// <summary>REG_EXPAND_SZ: text with <c>%variables%</c>.</summary>
    ExpandString = 2,

    /// <summary>REG_BINARY.</summary>
    Binary = 3,

    /// <summary>REG_DWORD: 32 bits, little-endian.</summary>
    DWord = 4,

    /// <summary>REG_DWORD_BIG_ENDIAN.</summary>
    DWordBigEndian = 5,

    /// <summary>REG_LINK: the path that a key stands for, UTF-16LE, not ended.</summary>
    Link = 6,

    /// <summary>REG_MULTI_SZ: texts, each ended by NUL, and one NUL behind the last.</summary>
    MultiString = 7,

    /// <summary>REG_RESOURCE_LIST.</summary>
    ResourceList = 8,

    /// <summary>REG_FULL_RESOURCE_DESCRIPTOR.</summary>
    FullResourceDescriptor = 9,

    /// <summary>REG_RESOURCE_REQUIREMENTS_LIST.</summary>
    ResourceRequirementsList = 10,

    /// <summary>REG_QWORD: 64 bits, little-endian.</summary>
    QWord = 11,
}
