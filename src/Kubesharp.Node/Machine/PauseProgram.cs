using System.Buffers.Binary;

namespace Kubesharp.Node.Machine;

/// <summary>
/// The program of the pause image: a static executable of about 220 bytes that does nothing but hold the sandbox's namespaces. It
/// blocks SIGINT, SIGTERM and SIGCHLD and waits for one of them; a dead child is reaped, the other two end it with status 0.
/// </summary>
/// <remarks>
/// It is written as machine code because a node must be able to start pods without a compiler and without a registry, and because
/// its size is paid once per pod: it needs no stack page beyond the first and no heap.
/// </remarks>
internal static class PauseProgram
{
    private const ulong LoadAddress = 0x400000;
    private const int HeaderLength = 64 + 56;

    private static ReadOnlySpan<byte> X64 =>
    [
        0x6a, 0x00,                                     // push 0            the signal set, on the stack
        0xc7, 0x04, 0x24, 0x02, 0x40, 0x01, 0x00,       // mov [rsp], SIGINT | SIGTERM | SIGCHLD
        0xb8, 0x0e, 0x00, 0x00, 0x00,                   // mov eax, rt_sigprocmask
        0x31, 0xff,                                     // xor edi, edi      SIG_BLOCK
        0x48, 0x89, 0xe6,                               // mov rsi, rsp
        0x31, 0xd2,                                     // xor edx, edx
        0x41, 0xba, 0x08, 0x00, 0x00, 0x00,             // mov r10d, 8       bytes in the set
        0x0f, 0x05,                                     // syscall
        0xb8, 0x80, 0x00, 0x00, 0x00,                   // wait: mov eax, rt_sigtimedwait
        0x48, 0x89, 0xe7,                               // mov rdi, rsp
        0x31, 0xf6,                                     // xor esi, esi      no details wanted
        0x31, 0xd2,                                     // xor edx, edx      no time limit
        0x41, 0xba, 0x08, 0x00, 0x00, 0x00,             // mov r10d, 8
        0x0f, 0x05,                                     // syscall
        0x83, 0xf8, 0x11,                               // cmp eax, SIGCHLD
        0x75, 0x1e,                                     // jne other
        0xb8, 0x3d, 0x00, 0x00, 0x00,                   // reap: mov eax, wait4
        0x48, 0xc7, 0xc7, 0xff, 0xff, 0xff, 0xff,       // mov rdi, -1       any child
        0x31, 0xf6,                                     // xor esi, esi
        0xba, 0x01, 0x00, 0x00, 0x00,                   // mov edx, WNOHANG
        0x45, 0x31, 0xd2,                               // xor r10d, r10d
        0x0f, 0x05,                                     // syscall
        0x85, 0xc0,                                     // test eax, eax
        0x7f, 0xe4,                                     // jg reap           there may be more
        0xeb, 0xc9,                                     // jmp wait
        0x85, 0xc0,                                     // other: test eax, eax
        0x78, 0xc5,                                     // js wait           interrupted
        0xb8, 0x3c, 0x00, 0x00, 0x00,                   // mov eax, exit
        0x31, 0xff,                                     // xor edi, edi
        0x0f, 0x05,                                     // syscall
    ];

    /// <summary>The executable for x86-64.</summary>
    public static byte[] ForX64()
    {
        const ushort MachineX64 = 62;
        var code = X64;
        var file = new byte[HeaderLength + code.Length];
        var head = file.AsSpan();

        // ELF header: 64-bit, little endian, executable, one program header right behind it.
        "\u007fELF"u8.CopyTo(head);
        head[4] = 2;
        head[5] = 1;
        head[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(head[16..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(head[18..], MachineX64);
        BinaryPrimitives.WriteUInt32LittleEndian(head[20..], 1);
        BinaryPrimitives.WriteUInt64LittleEndian(head[24..], LoadAddress + HeaderLength);
        BinaryPrimitives.WriteUInt64LittleEndian(head[32..], 64);
        BinaryPrimitives.WriteUInt16LittleEndian(head[52..], 64);
        BinaryPrimitives.WriteUInt16LittleEndian(head[54..], 56);
        BinaryPrimitives.WriteUInt16LittleEndian(head[56..], 1);

        // Program header: the whole file, readable and executable, at the load address.
        var program = head[64..];
        BinaryPrimitives.WriteUInt32LittleEndian(program, 1);
        BinaryPrimitives.WriteUInt32LittleEndian(program[4..], 5);
        BinaryPrimitives.WriteUInt64LittleEndian(program[16..], LoadAddress);
        BinaryPrimitives.WriteUInt64LittleEndian(program[24..], LoadAddress);
        BinaryPrimitives.WriteUInt64LittleEndian(program[32..], (ulong)file.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(program[40..], (ulong)file.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(program[48..], 0x1000);
        code.CopyTo(head[HeaderLength..]);
        return file;
    }
}
