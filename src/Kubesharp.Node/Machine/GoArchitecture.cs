using System.Runtime.InteropServices;

namespace Kubesharp.Node.Machine;

/// <summary>Processor architectures in the words that Go, container images and Node labels use.</summary>
public static class GoArchitecture
{
    public static string Current => RuntimeInformation.OSArchitecture switch
    {
        Architecture.X64 => "amd64",
        Architecture.Arm64 => "arm64",
        Architecture.Arm => "arm",
        Architecture.Ppc64le => "ppc64le",
        Architecture.S390x => "s390x",
        Architecture.RiscV64 => "riscv64",
        Architecture.LoongArch64 => "loong64",
        var other => other.ToString().ToLowerInvariant(),
    };
}
