import type { Family } from '../../core/address.js';
import type { LinuxDecision } from '../../core/linux/decision.js';

/** Sections of RFCs, then functions of the kernel, each after its file, by family. */
const WRITTEN: Readonly<Record<LinuxDecision['code'], Readonly<Record<Family, readonly string[]>>>> = {
  DESTINATION_ADDRESS: {
    ipv4: ['RFC 1112 §4', 'route.c ip_route_input_rcu'],
    ipv6: ['RFC 4291 §2.7', 'ip6_input.c ip6_mc_input'],
  },
  SOURCE_ADDRESS: {
    ipv4: ['RFC 1122 §3.2.1.3', 'route.c ip_mc_validate_source', 'fib_frontend.c fib_validate_source'],
    ipv6: ['RFC 4291 §2.7', 'ip6_input.c ip6_rcv_core'],
  },
  REVERSE_PATH: { ipv4: ['RFC 3704 §2.2', 'fib_frontend.c __fib_validate_source'], ipv6: [] },
  LOCAL_DELIVERY: { ipv4: ['RFC 1812 §5.2.3', 'route.c ip_route_input_mc'], ipv6: ['ip6_input.c ip6_mc_input'] },
  LINK_LOCAL_ADDRESS: {
    ipv4: ['RFC 5771 §4', 'route.c ip_route_input_mc'],
    ipv6: ['RFC 4291 §2.7', 'ip6_input.c ip6_mc_input'],
  },
  INPUT_VIF: { ipv4: ['ipmr.c ip_mr_input', 'ipmr.c ipmr_find_vif'], ipv6: ['ip6mr.c ip6_mr_input', 'ip6mr.c ip6mr_find_vif'] },
  ROUTE_LOOKUP: {
    ipv4: ['ipmr.c ipmr_cache_find', 'ipmr_base.c mr_mfc_find_any'],
    ipv6: ['ip6mr.c ip6mr_cache_find', 'ipmr_base.c mr_mfc_find_any'],
  },
  QUEUE_SPACE: { ipv4: ['ipmr.c ipmr_cache_unresolved'], ipv6: ['ip6mr.c ip6mr_cache_unresolved'] },
  INPUT_INTERFACE: {
    ipv4: ['RFC 1812 §5.2.1.3', 'ipmr.c ip_mr_forward'],
    ipv6: ['RFC 7761 §4.2', 'ip6mr.c ip6_mr_forward'],
  },
  WRONG_INPUT_EVENT: { ipv4: ['RFC 7761 §4.6', 'ipmr.c ip_mr_forward'], ipv6: ['RFC 7761 §4.6', 'ip6mr.c ip6_mr_forward'] },
  OUTGOING_INTERFACE: {
    ipv4: ['RFC 1812 §5.2.1.3', 'ipmr.c ip_mr_forward'],
    ipv6: ['RFC 8200 §3', 'ip6mr.c ip6_mr_forward'],
  },
  LOOPED_COPY: { ipv4: ['ip_output.c ip_mc_output'], ipv6: ['ip6_output.c ip6_finish_output2'] },
};

/** Sources of a decision of Linux. */
export function linuxSourcesOf(code: LinuxDecision['code'], family: Family): readonly string[] {
  return WRITTEN[code][family];
}
