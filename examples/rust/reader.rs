// reader.rs - adds up the bytes of a disk, as `sum -s` does: reader.c in Rust
//
// SPDX-License-Identifier: MIT OR Apache-2.0
//
//     rustc --edition 2021 -L native=$(pkg-config --variable=libdir holdfast) reader.rs
//     reader driver=file,node-name=disk0,filename=disk.img,read-only=on

use std::ffi::{c_char, c_int, c_void, CStr, CString};
use std::ptr::{null, null_mut};

/// What of holdfast.h is used here.
mod holdfast {
    use super::*;

    macro_rules! handles {
        ($($name:ident)*) => { $(#[repr(C)] pub struct $name { _private: [u8; 0] })* };
    }
    handles!(Backend Node Queue);

    #[repr(C)]
    pub struct NodeInfo {
        pub size: u32,
        pub flags: u32,
        pub length: u64,
        pub request_alignment: u32,
        pub memory_alignment: u32,
        pub max_command: u64,
    }

    #[repr(C)]
    #[derive(Clone, Copy)]
    pub struct Completion {
        pub user_data: u64,
        pub result: i64,
        pub residual: i32,
        pub status: u8,
        pub sense_length: u8,
        pub reserved: u16,
    }

    pub const FOREVER: i64 = -1;

    #[link(name = "holdfast")]
    extern "C" {
        pub fn hf_backend_new(options: *const c_void, backend: *mut *mut Backend, message: *mut *mut c_char) -> c_int;
        pub fn hf_backend_free(backend: *mut Backend);
        pub fn hf_node_add(
            backend: *mut Backend, option: *const c_char, node: *mut *mut Node, message: *mut *mut c_char,
        ) -> c_int;
        pub fn hf_node_get_info(node: *mut Node, info: *mut NodeInfo) -> c_int;
        pub fn hf_node_release(node: *mut Node);
        pub fn hf_queue_new(
            backend: *mut Backend, options: *const c_void, queue: *mut *mut Queue, message: *mut *mut c_char,
        ) -> c_int;
        pub fn hf_queue_attach(
            queue: *mut Queue, node: *mut Node, options: *const c_void, handle: *mut u32, message: *mut *mut c_char,
        ) -> c_int;
        pub fn hf_queue_free(queue: *mut Queue);
        pub fn hf_read(
            queue: *mut Queue, handle: u32, memory: *mut c_void, length: usize, offset: u64, user_data: u64,
        ) -> u64;
        pub fn hf_poll(
            queue: *mut Queue, completions: *mut Completion, capacity: u32, minimum: u32, timeout: i64,
        ) -> c_int;
        pub fn hf_free(memory: *mut c_void);
    }
}

const DEPTH: usize = 8;
const SIZE: usize = 65536;

#[repr(align(4096))]
struct Memory([[u8; SIZE]; DEPTH]);

/// Ends the program with what a call said, if it failed.
fn check(result: i64, message: *mut c_char) {
    if result >= 0 {
        return;
    }
    if message.is_null() {
        eprintln!("reader: {}", std::io::Error::from_raw_os_error(-result as i32));
    } else {
        eprintln!("reader: {}", unsafe { CStr::from_ptr(message) }.to_string_lossy());
        unsafe { holdfast::hf_free(message.cast()) };
    }
    std::process::exit(1);
}

fn main() {
    use holdfast::*;

    let option = CString::new(std::env::args().nth(1).unwrap_or_default()).expect("no zero bytes in arguments");
    let mut memory = Box::new(Memory([[0; SIZE]; DEPTH]));
    let mut done = [Completion { user_data: 0, result: 0, residual: 0, status: 0, sense_length: 0, reserved: 0 }; DEPTH];
    let size = std::mem::size_of::<NodeInfo>() as u32;
    let mut info =
        NodeInfo { size, flags: 0, length: 0, request_alignment: 0, memory_alignment: 0, max_command: 0 };
    let (mut backend, mut disk, mut queue, mut handle) = (null_mut(), null_mut(), null_mut(), 0);
    let (mut offset, mut sum) = (0, 0u64);
    let mut message = null_mut();

    // Memory is used by the kernel until the completion: from here on, only through this pointer.
    let parts: *mut [u8; SIZE] = memory.0.as_mut_ptr();
    unsafe {
        check(hf_backend_new(null(), &mut backend, &mut message).into(), message);
        check(hf_node_add(backend, option.as_ptr(), &mut disk, &mut message).into(), message);
        check(hf_node_get_info(disk, &mut info).into(), null_mut());
        check(hf_queue_new(backend, null(), &mut queue, &mut message).into(), message);
        check(hf_queue_attach(queue, disk, null(), &mut handle, &mut message).into(), message);

        let mut read_next = |part: u64| {
            let length = (info.length - offset).min(SIZE as u64);
            if length > 0 {
                hf_read(queue, handle, parts.add(part as usize).cast(), length as usize, offset, part);
            }
            offset += length;
        };
        (0..DEPTH as u64).for_each(&mut read_next);
        loop {
            let count = hf_poll(queue, done.as_mut_ptr(), DEPTH as u32, 1, FOREVER);
            check(count.into(), null_mut());
            if count == 0 {
                break;
            }
            for completion in &done[..count as usize] {
                check(completion.result, null_mut());
                let bytes = std::slice::from_raw_parts(
                    parts.add(completion.user_data as usize).cast::<u8>(), completion.result as usize);
                sum += bytes.iter().map(|&byte| u64::from(byte)).sum::<u64>();
                read_next(completion.user_data);
            }
        }
        hf_queue_free(queue);
        hf_node_release(disk);
        hf_backend_free(backend);
    }
    sum = (sum & 0xffff) + (sum >> 16 & 0xffff);
    sum = (sum & 0xffff) + (sum >> 16);
    println!("{} {}", sum, (info.length + 511) / 512);
}
